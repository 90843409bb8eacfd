-- Registers a client and counts it for its address.
-- KEYS: client, clients of the address
-- ARGV: now, limit, value, expiry (+inf for none), time left (0 for for ever)
-- Answers 0 when the address has as many clients as it may have.
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
if not redis.call('ZSCORE', KEYS[2], KEYS[1]) and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'value', ARGV[3], 'expiry', ARGV[4], 'address', KEYS[2])
redis.call('ZADD', KEYS[2], ARGV[4], KEYS[1])
if ARGV[5] == '0' then
  redis.call('PERSIST', KEYS[2])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  local left = redis.call('PTTL', KEYS[2])
  if redis.call('ZCARD', KEYS[2]) == 1 or (left >= 0 and left < tonumber(ARGV[5])) then
    redis.call('PEXPIRE', KEYS[2], ARGV[5])
  end
end
return 1
