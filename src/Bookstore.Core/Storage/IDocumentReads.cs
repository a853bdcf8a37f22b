using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads documents.</summary>
/// <remarks>For what is common to all reads of a store, see <see cref="IBookstoreStore"/>. What a read costs MUST NOT grow with documents of other kinds.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IDocumentReads
{
    /// <summary>Finds a document.</summary>
    /// <param name="id">The document.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The document, or <see langword="null"/>.</returns>
    ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken);

    /// <summary>Finds the document of a kind with a unique key.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="uniqueKey">Its <see cref="DocumentRecord.UniqueKey"/>, compared ordinally.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The document, or <see langword="null"/>.</returns>
    ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken);

    /// <summary>Lists the documents of a kind that belong to a record, by ascending id.</summary>
    /// <param name="ownerId">The <see cref="DocumentRecord.OwnerId"/>.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="after">Documents after this one; <see langword="null"/> from the start. Any id is a position.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The documents.</returns>
    ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists all documents of some kinds that belong to records, in one read: in any order of the records and kinds, those of a record and a kind by ascending id.</summary>
    /// <remarks>By default the documents of each record and kind are read by themselves.</remarks>
    /// <param name="ownerIds">The <see cref="DocumentRecord.OwnerId"/> of the records, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The documents.</returns>
    async ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ownerIds);
        ArgumentNullException.ThrowIfNull(kinds);
        var found = new List<DocumentRecord>();
        foreach (var owner in ownerIds)
        {
            foreach (var kind in kinds)
            {
                IReadOnlyList<DocumentRecord> page = [];
                do
                {
                    page = await ListDocumentsOfAsync(owner, kind, page is [.., var last] ? last.Id.Id : null, Page.DefaultLimit, cancellationToken).ConfigureAwait(false);
                    found.AddRange(page);
                }
                while (page.Count == Page.DefaultLimit);
            }
        }

        return found;
    }

    /// <summary>Lists the documents of a kind, by descending id: of a state, or of all states.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="state">The state; <see langword="null"/> for all.</param>
    /// <param name="after">Documents before this one; <see langword="null"/> from the newest. Any id is a position.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The documents.</returns>
    ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the documents of a kind with work that is due (<see cref="DocumentRecord.DueAt"/> is set and not later), the longest due first: of an owner, or of all.</summary>
    /// <remarks>A row that cannot be read is skipped, so that it does not hide those behind it.</remarks>
    /// <param name="kind">The kind.</param>
    /// <param name="ownerId">The <see cref="DocumentRecord.OwnerId"/>; <see langword="null"/> for all documents of the kind.</param>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the longest due.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The documents, and the position to continue from.</returns>
    ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken);
}
