-- Takes a field out of a hash.
-- KEYS: hash
-- ARGV: field
-- Answers its value.
local value = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
return value
