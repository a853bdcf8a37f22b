using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>How far the words by which a store's books are found are those of a program.</summary>
/// <param name="Outdated">How many books have words of an older version than the program's.</param>
/// <param name="Newest">The newest version that any book's words are of; zero when there are no books.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct SearchIndexState(long Outdated, int Newest);
