using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a batch writes about itself in its own transaction: the writer's row holds the number of its last batch.</summary>
/// <param name="Writer">The writer, new for each lane of each process. It commits one batch at a time, with rising numbers.</param>
/// <param name="Batch">The batch's number, from 1.</param>
/// <param name="At">When the batch was begun, in UTC; rows of writers that have long been silent may be removed by it.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct CommitMark(Guid Writer, long Batch, DateTimeOffset At);
