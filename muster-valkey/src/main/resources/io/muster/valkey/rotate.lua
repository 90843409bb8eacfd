-- Replaces a refresh token by a new pair.
-- KEYS: session, used refresh token, access token, refresh token, refresh tokens of the session,
--       access tokens of the session, sessions of the user, sessions of the client
-- ARGV: now, expiry, time left; access token, expiry, time left; refresh token; pair for a repeated request, length of
--       its grace; how many refresh tokens are remembered
-- Answers 1 when done, now or by the same request before. The grace goes by the clock of the server: those of processes
-- differ, and whoever is late by a clock alone is no thief.
local used = redis.call('HMGET', KEYS[2], 'value', 'expiry', 'session', 'successor')
if used[4] then
  return used[4] == KEYS[4] and 1 or 0
end
if not used[1] or used[3] ~= KEYS[1] or tonumber(used[2]) <= tonumber(ARGV[1]) then
  return 0
end
local session = redis.call('HMGET', KEYS[1], 'value', 'expiry', 'ended')
if not session[1] or session[3] or tonumber(session[2]) <= tonumber(ARGV[1]) then
  return 0
end
local time = redis.call('TIME')
local grace = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[9])
redis.call('HSET', KEYS[2], 'successor', KEYS[4], 'pair', ARGV[8], 'grace', grace)
redis.call('HINCRBY', KEYS[1], 'generation', 1)
redis.call('HSET', KEYS[1], 'expiry', ARGV[2])
redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[6])
redis.call('HSET', KEYS[4], 'value', ARGV[7], 'expiry', ARGV[2], 'session', KEYS[1])
redis.call('RPUSH', KEYS[5], KEYS[4])
while redis.call('LLEN', KEYS[5]) > tonumber(ARGV[10]) do
  redis.call('DEL', redis.call('LPOP', KEYS[5]))
end
redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', ARGV[1])
redis.call('ZADD', KEYS[6], ARGV[5], KEYS[3])
for _, key in ipairs({KEYS[1], KEYS[4], KEYS[5], KEYS[6]}) do
  redis.call('PEXPIRE', key, ARGV[3])
end
for _, key in ipairs({KEYS[7], KEYS[8]}) do
  redis.call('ZADD', key, ARGV[2], KEYS[1])
  if redis.call('PTTL', key) < tonumber(ARGV[3]) then
    redis.call('PEXPIRE', key, ARGV[3])
  end
end
return 1
