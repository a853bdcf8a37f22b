using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bookstore.Storage;

/// <summary>The body of a document is longer than <see cref="DocumentRecord.MaxBodyLength"/>. Nothing of its operation was written; a retry cannot succeed.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class DocumentTooLargeException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public DocumentTooLargeException()
        : this("The body of a document is too long.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public DocumentTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public DocumentTooLargeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal DocumentTooLargeException(DocumentId id, int length)
        : this(string.Create(
            CultureInfo.InvariantCulture,
            $"The body of the document {id} has {length} characters; the limit is {DocumentRecord.MaxBodyLength}. Split it into several documents, or limit what it collects."))
    {
        Id = id;
        Length = length;
    }

    /// <summary>The document.</summary>
    public DocumentId Id { get; }

    /// <summary>The length of its body, in characters.</summary>
    public int Length { get; }
}
