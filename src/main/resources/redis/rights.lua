-- onsale_rights: what the user of this connection may not do that the functions do. Changes nothing.
--
-- ARGV       commands
-- answer     those of them that the user may not use on the keys of a sale, and "&onsale:events" if not that channel
local function rights(keys, args)
    local missing = {}
    for i = 1, #args do
        local command = string.upper(args[i])
        local is_allowed
        if command == 'PUBLISH' then
            is_allowed = redis.acl_check_cmd(command, 'onsale:events', '')
        else
            is_allowed = may(command, '{onsale}:never')
        end
        if not is_allowed then
            missing[#missing + 1] = command
        end
    end
    return missing
end
