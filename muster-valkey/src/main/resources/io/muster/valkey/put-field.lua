-- Sets a field of a hash, which lasts that long from now.
-- KEYS: hash
-- ARGV: field, value, time left, most fields
-- Answers 0 when the hash has as many fields as it may have.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
