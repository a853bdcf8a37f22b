using Bookstore.Storage;

namespace Bookstore;

/// <summary>A return as it is stored.</summary>
/// <param name="Return">What a client sees.</param>
/// <param name="Document">The document that it was read from; <see langword="null"/> for a new one.</param>
internal sealed record ReturnRecord(Return Return, DocumentRecord? Document);
