using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A position in a list of what is due at every gateway or courier: behind the record of this gateway or courier, this time and this id. Any values are a position, also those of no record.</summary>
/// <param name="Party">The name of the gateway or courier; <see langword="null"/>: orders that name none, which come first. Each store sorts names in its own order.</param>
/// <param name="DueAt">When the record is due, in the store's time.</param>
/// <param name="Id">Its id, among those that are due at that time. Each store sorts ids in its own order.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct PartyDuePosition(string? Party, DateTimeOffset DueAt, Guid Id);
