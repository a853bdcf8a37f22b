using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A position in a list of what is due: behind the record of this time and this id. Any values are a position, also those of no record.</summary>
/// <param name="DueAt">When the record is due, in the store's time.</param>
/// <param name="Id">Its id, among those that are due at that time. Each store sorts ids in its own order.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct DuePosition(DateTimeOffset DueAt, Guid Id);
