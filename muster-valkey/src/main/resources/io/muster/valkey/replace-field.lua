-- Replaces the value of a field that is there; the hash lasts no longer for it.
-- KEYS: hash
-- ARGV: field, value
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 1
