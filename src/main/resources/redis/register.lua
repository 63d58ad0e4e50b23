-- What can be called from outside.

-- onsale_version: the version of this library. A program loads a newer library over an older one, and refuses to run on a newer one.
local function version()
    return VERSION
end

local register = redis.register_function

-- The function under its name, which finds what Lua offers when it is called.
local function offer(name, run, flags)
    register({ function_name = name, callback = function(keys, args)
        if not string then
            take_globals()
        end
        return run(keys, args)
    end, flags = flags })
end

local ONLY_READS = { 'no-writes' }

offer('onsale_ask', ask, {})
offer('onsale_expire', expire, {})
offer('onsale_open', open, {})
offer('onsale_change', change, {})
offer('onsale_enlist', enlist, {})
offer('onsale_over', over, {})
offer('onsale_count', count_sales, ONLY_READS)
offer('onsale_view', view, ONLY_READS)
offer('onsale_rights', rights, ONLY_READS)
offer('onsale_version', version, ONLY_READS)
