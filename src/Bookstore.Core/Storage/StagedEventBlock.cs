using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Events that are to be appended, as one row can hold them.</summary>
/// <param name="Count">How many, 1 to <see cref="EventBlock.MaxEvents"/>.</param>
/// <param name="Body">What <see cref="EventBlock.Decode"/> reads. It is valid until the next event is staged.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct StagedEventBlock(int Count, ReadOnlyMemory<byte> Body);
