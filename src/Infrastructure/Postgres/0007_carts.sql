-- Products that can be bought together, and those that are made of others.
ALTER TABLE sales ADD COLUMN IF NOT EXISTS family text, ADD COLUMN IF NOT EXISTS bundle text;

-- An order that is a part of an order of several lines says so in its state.
CREATE INDEX IF NOT EXISTS orders_cart ON orders ((state ->> 'cart')) WHERE state ? 'cart';
