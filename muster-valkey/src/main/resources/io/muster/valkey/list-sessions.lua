-- Sessions of a user or client, those that are known to have expired left out.
-- KEYS: index
-- ARGV: now
-- Answers for each its key, value, generation, expiry, end.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local found = {}
for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local session = redis.call('HMGET', key, 'value', 'generation', 'expiry', 'ended')
  if session[1] then
    found[#found + 1] = {key, session[1], session[2], session[3], session[4]}
  end
end
return found
