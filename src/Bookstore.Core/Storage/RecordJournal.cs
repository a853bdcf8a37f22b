using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records of one kind that a batch appends.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class RecordJournal<TRecord>(RecordKind kind) : IStagedRecords
{
    private readonly List<TRecord> _records = [];

    public RecordKind Kind { get; } = kind.Require(RecordShape.Journal);

    public bool HasChanges => _records.Count > 0;

    public IReadOnlyList<TRecord> Records => _records;

    public void Append(TRecord record) => _records.Add(record);
}
