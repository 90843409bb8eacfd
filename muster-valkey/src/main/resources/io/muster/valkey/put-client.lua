-- Adds or replaces a client; one that is counted for an address stays so.
-- KEYS: client
-- ARGV: value, expiry (+inf for none), time left (0 for for ever)
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'expiry', ARGV[2])
local address = redis.call('HGET', KEYS[1], 'address')
if address then
  redis.call('ZADD', address, 'XX', ARGV[2], KEYS[1])
end
if ARGV[3] == '0' then
  redis.call('PERSIST', KEYS[1])
  if address then
    redis.call('PERSIST', address)
  end
else
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  if address and redis.call('PTTL', address) >= 0 and redis.call('PTTL', address) < tonumber(ARGV[3]) then
    redis.call('PEXPIRE', address, ARGV[3])
  end
end
return 1
