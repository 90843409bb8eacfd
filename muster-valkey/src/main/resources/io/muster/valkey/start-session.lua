-- Begins a session with its first pair of tokens.
-- KEYS: session, access token, refresh token, refresh tokens of the session, access tokens of the session,
--       sessions of the user, sessions of the client
-- ARGV: session, generation, expiry, time left; access token, expiry, time left; refresh token
-- A session that has ended, even before it began, stays ended; one that has begun is left as it is.
if redis.call('HEXISTS', KEYS[1], 'ended') == 1 or redis.call('EXISTS', KEYS[3]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'generation', ARGV[2], 'expiry', ARGV[3], 'user', KEYS[6], 'client', KEYS[7])
redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[7])
redis.call('HSET', KEYS[3], 'value', ARGV[8], 'expiry', ARGV[3], 'session', KEYS[1])
redis.call('RPUSH', KEYS[4], KEYS[3])
redis.call('ZADD', KEYS[5], ARGV[6], KEYS[2])
for _, key in ipairs({KEYS[1], KEYS[3], KEYS[4], KEYS[5]}) do
  redis.call('PEXPIRE', key, ARGV[4])
end
for _, key in ipairs({KEYS[6], KEYS[7]}) do
  redis.call('ZADD', key, ARGV[3], KEYS[1])
  if redis.call('PTTL', key) < tonumber(ARGV[4]) then
    redis.call('PEXPIRE', key, ARGV[4])
  end
end
return 1
