-- trigger
ALTER TABLE [dbo].[Queue] DISABLE TRIGGER [TR_Queue];
ALTER TABLE [dbo].[Queue] ENABLE TRIGGER [TR_Queue];

-- foreign key, switched
ALTER TABLE [dbo].[Queue] NOCHECK CONSTRAINT [FK_Parent];
ALTER TABLE [dbo].[Queue] WITH CHECK CHECK CONSTRAINT [FK_Parent];

-- foreign key, made again, where switches have no effect
ALTER TABLE [dbo].[Queue] DROP CONSTRAINT [FK_Parent];
ALTER TABLE [dbo].[Queue] ADD CONSTRAINT [FK_Parent] FOREIGN KEY ([ParentId]) REFERENCES [dbo].[Queue] ([Id]) ON DELETE CASCADE;
