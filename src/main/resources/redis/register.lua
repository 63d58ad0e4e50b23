-- What can be called from outside.

-- onsale_version: the version of this library. A program loads a newer library over an older one, and refuses to run on a newer one.
local function version()
    return VERSION
end

redis.register_function('onsale_ask', ask)
redis.register_function('onsale_expire', expire)
redis.register_function('onsale_open', open)
redis.register_function('onsale_change', change)
redis.register_function('onsale_enlist', enlist)
redis.register_function('onsale_over', over)
redis.register_function({ function_name = 'onsale_count', callback = count_sales, flags = { 'no-writes' } })
redis.register_function({ function_name = 'onsale_view', callback = view, flags = { 'no-writes' } })
redis.register_function({ function_name = 'onsale_rights', callback = rights, flags = { 'no-writes' } })
redis.register_function({ function_name = 'onsale_version', callback = version, flags = { 'no-writes' } })
