-- Issues a code.
-- KEYS: code
-- ARGV: value, expiry, time left
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'expiry', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
