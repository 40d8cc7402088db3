"""Migrations that landed stay as they are: warehouses out there were made by them."""

from __future__ import annotations

import hashlib

from pipeline.warehouse.sql_files import migrations_folder

LANDED = {
    "0001_tables.py": "43c4bb40d8b3f4e16f1fd3dd5a8b4402c405cac6368cdbe56b9240b607fccdb7",
    "0002_search.py": "7952083ed50932f5311929fcaf61282f787da964501cb702a2dfee08fe48bfed",
    "0003_access_and_times.py": "e720d096e7e832ec1d202327c062936002ee588ea1a654a0d5a97eabffa0886c",
    "0004_speakers_and_statements.py": (
        "c50c2a9565338d0048dc4d1f01ba047e875f37979654e57519fc2608cb1e741a"
    ),
    "0005_block_probability.py": "90a5ec19d180a55e38cdf90c9a78812062645ceeadc72fe63d99f46422a5e466",
    "0006_reading_side.py": "ed7132426ee2f40296107249d1ee48668d60b482347f14405956efe185e692fa",
    "0007_names.py": "a1ee366aaad66531b315dc7d6aa487195130fffbac65167c5d254b39be037203",
    "0008_source_health.py": "82457d21c2469742d722b5ad3cda696a4d7828eae6c55b5b88e94e7c95910022",
    "0009_imported_captures.py": "7927a4459c999769e9a189ab0d28ba03ffec08245d766e594bf5d4f915814104",
    "0010_host_slots.py": "2b2ec059f4f3c157458f2dbaad375a8aed72fe6242542634f016fa1182198a55",
    "0011_edits.py": "98ebfa89bc722b8168e2eb4cfd35d1cc5444a6b6a171b549013f80a18d1c29fe",
    "0012_outside_identities.py": (
        "5c129675cae569bbed0ed9305e7def60f4c700f0544a678b1d70a167147f2992"
    ),
    "0013_watches.py": "85c13843ad52b42168a4b7a917150af9961e6dd4d15591cdc581b2a9b50f6421",
    "0014_kind_and_language.py": "7fcaf0cf47298cb118b0567e4404eb61cf61d4c281a2b70d495f39c3842e22d7",
    "0015_first_printed.py": "f9cf2321d6aec54903f10bd4bf85de3faffdbb2993cf97e3ab6a04f95d12ba03",
    "0016_names_words_numbers.py": (
        "1ff98697dfac9c11126a914de7f4f6eeaeb1ab77e85f54ee2697fc54648e3e33"
    ),
}
"""SHA-256 of each migration that is on the main branch. The newest may be missing, while it is
worked on; who adds the next one adds its digest. To change tables, write another migration."""


def test_no_migration_is_edited_after_it_landed() -> None:
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in migrations_folder().glob("versions/*.py")
    }
    newest = max(digests)
    assert {name: digests.get(name) for name in LANDED} == LANDED
    assert digests.keys() - LANDED.keys() <= {newest}
