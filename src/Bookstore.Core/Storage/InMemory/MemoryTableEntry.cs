using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a unit does with the table of one kind of record.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class MemoryTableEntry(RecordKind kind)
{
    public RecordKind Kind => kind;

    /// <summary>Loads the records that a unit needs; <see langword="null"/> for a kind whose records are only staged.</summary>
    public Action<RecordKeys, WorkingSet>? Load { get; init; }

    /// <summary>Finds staged records that would be refused; <see langword="null"/> where none is.</summary>
    public Action<WorkingSet>? Check { get; init; }

    /// <summary>Writes the staged records of a commit at a time. It cannot fail after the checks.</summary>
    public required Action<WorkingSet, DateTimeOffset> Write { get; init; }
}
