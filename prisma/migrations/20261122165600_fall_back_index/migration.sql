-- The index is made by a later migration, without locking the table.
DROP INDEX IF EXISTS delivery_to_fall_back;
