using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Somebody else was in the way and nothing was written: load again and decide again.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class StoreConflictException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public StoreConflictException()
        : this("Another writer was in the way; nothing was written.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was in the way.</param>
    public StoreConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was in the way.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public StoreConflictException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
