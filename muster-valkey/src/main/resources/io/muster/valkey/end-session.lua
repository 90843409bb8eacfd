-- Ends a session and all its tokens.
-- KEYS: session, refresh tokens of the session, access tokens of the session
-- ARGV: now, end of its remembrance, time until then, time for which one that is not known cannot begin
-- Answers value, generation and expiry of the session when it was alive.
local session = redis.call('HMGET', KEYS[1], 'value', 'expiry', 'ended', 'user', 'client', 'generation')
if session[3] then
  return nil
end
if not session[1] then
  redis.call('HSET', KEYS[1], 'ended', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return nil
end
if tonumber(session[2]) <= tonumber(ARGV[1]) then
  return nil
end
redis.call('HSET', KEYS[1], 'ended', ARGV[1], 'kept', ARGV[2])
for _, key in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  redis.call('DEL', key)
end
redis.call('DEL', KEYS[3])
for _, key in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  redis.call('PEXPIRE', key, ARGV[3])
end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('ZREM', session[4], KEYS[1])
redis.call('ZREM', session[5], KEYS[1])
return {session[1], session[6], session[2]}
