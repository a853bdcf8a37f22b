using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>It is not known whether a commit took effect. Ask <see cref="IBookstoreStore.WasCommittedAsync"/>.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class StoreOutcomeUnknownException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public StoreOutcomeUnknownException()
        : this("It is not known whether the commit took effect.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public StoreOutcomeUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public StoreOutcomeUnknownException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
