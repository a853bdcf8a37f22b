namespace Bookstore.Storage;

/// <summary>What a batch has staged of one kind of record.</summary>
internal interface IStagedRecords
{
    RecordKind Kind { get; }

    bool HasChanges { get; }
}
