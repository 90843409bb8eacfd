-- Sets a field of a hash that is not there; the hash lasts that long from now.
-- KEYS: hash
-- ARGV: field, value, time left, most fields
-- Answers 1 when done, 2 when the field is there, 0 when the hash has as many fields as it may have.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return 2
end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
