namespace Bookstore.Samples;

/// <summary>The catalogue file cannot be used; the message says why and what to do.</summary>
internal sealed class CatalogueFileException(string message, Exception? innerException = null) : Exception(message, innerException);
