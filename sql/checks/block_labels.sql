-- a block with an unknown label, or that is text of the article though its label says otherwise
SELECT
    version_id,
    position
FROM block
WHERE
    CASE
        WHEN label IN ('standfirst', 'paragraph', 'heading', 'list_item', 'blockquote')
            THEN paragraph IS NULL
        WHEN
            label IN (
                'headline', 'caption', 'credit', 'counter', 'byline', 'dateline', 'timestamp',
                'related', 'newsletter', 'advert', 'share', 'comments', 'navigation', 'promo',
                'author_bio', 'correction', 'paywall', 'disclaimer', 'embed', 'duplicate', 'other'
            )
            THEN paragraph IS NOT NULL
        ELSE TRUE
    END
