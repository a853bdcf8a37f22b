using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>Keeps how far an import has come. Of two imports of one message the one that is further counts.</summary>
/// <param name="message">The message.</param>
/// <param name="state">The state.</param>
/// <param name="dueAt">When it can be removed.</param>
/// <param name="restarts">Whether the import began again, because the file is another one than before.</param>
internal sealed class SaveImportState(Guid message, ImportState state, DateTimeOffset dueAt, bool restarts) : Operation<bool>
{
    private readonly DocumentId _id = ImportState.Documents.IdOf(message);

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(_id);

    protected override bool DecideOn(WorkingSet records)
    {
        var stored = records.Documents.Find(_id);
        if (stored is not null && !restarts && ImportState.Documents.Read(stored) is { } before && (before.IsComplete || before.Records > state.Records))
        {
            return false;
        }

        records.Documents.Put(_id, ImportState.Documents.Write(message, state, stored) with { DueAt = dueAt });
        return true;
    }
}
