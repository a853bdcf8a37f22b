using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The documents.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class DocumentTable : MemoryTable<DocumentId, DocumentRecord>
{
    private readonly GroupedIndex<DocumentRecord, Guid, DocumentId> _byOwner;
    private readonly GroupedIndex<DocumentRecord, (Guid Owner, string Kind), DocumentId> _byOwnerAndKind;
    private readonly GroupedIndex<DocumentRecord, string, DocumentId> _byKind;
    private readonly GroupedIndex<DocumentRecord, (string Kind, int State), DocumentId> _byState;
    private readonly GroupedIndex<DocumentRecord, (string Kind, string Key), DocumentId> _byKey;
    private readonly GroupedIndex<DocumentRecord, string, (DateTimeOffset At, DocumentId Id)> _due;
    private readonly GroupedIndex<DocumentRecord, (Guid Owner, string Kind), (DateTimeOffset At, DocumentId Id)> _dueOfOwner;

    public DocumentTable()
    {
        _byOwner = Group(static document => document.OwnerId!.Value, IdOf, where: IsOwned);
        _byOwnerAndKind = Group(static document => (document.OwnerId!.Value, document.Id.Kind), IdOf, where: IsOwned);
        _byKind = Group(static document => document.Id.Kind, IdOf);
        _byState = Group(static document => (document.Id.Kind, document.State), IdOf);
        _byKey = Group(static document => (document.Id.Kind, document.UniqueKey!), IdOf, where: static document => document.UniqueKey is not null);
        _due = Group(static document => document.Id.Kind, DueOf, where: static document => document.DueAt is not null);
        _dueOfOwner = Group(static document => (document.OwnerId!.Value, document.Id.Kind), DueOf, where: static document => document.DueAt is not null && IsOwned(document));
        Unique(
            static document => (document.Id.Kind, Key: document.UniqueKey!),
            where: static document => document.UniqueKey is not null,
            refusal: static unique => $"A document {unique.Kind} with the key '{unique.Key}' exists.");
    }

    /// <summary>Loads the documents that are named, and those of each owner.</summary>
    public void Load(RecordKeys keys, WorkingSet records)
    {
        Load(keys.Documents, records.Documents);
        foreach (var owner in keys.DocumentsOf)
        {
            records.LoadDocuments(owner, Take(_byOwner[owner].Ascending(), int.MaxValue));
        }
    }

    public DocumentRecord? FindByKey(string kind, string uniqueKey)
    {
        var found = _byKey[(kind, uniqueKey)].Ascending();
        return found.MoveNext() ? this[found.Current] : null;
    }

    public IReadOnlyList<DocumentRecord> ListOf(Guid owner, string kind, Guid? after, int limit)
    {
        var ids = _byOwnerAndKind[(owner, kind)];
        return Take(after is { } id ? ids.After(new DocumentId(kind, id)) : ids.Ascending(), limit);
    }

    public IReadOnlyList<DocumentRecord> ListOf(IReadOnlyCollection<Guid> owners, IReadOnlyCollection<string> kinds) =>
        [.. from owner in owners from kind in kinds from document in ListOf(owner, kind, null, int.MaxValue) select document];

    public IReadOnlyList<DocumentRecord> List(string kind, int? state, Guid? after, int limit)
    {
        var ids = state is { } only ? _byState[(kind, only)] : _byKind[kind];
        return Take(after is { } id ? ids.Before(new DocumentId(kind, id)) : ids.Descending(), limit);
    }

    public KeysetPage<DocumentRecord, DuePosition> ListDue(string kind, Guid? owner, DateTimeOffset dueAt, DuePosition? after, int limit)
    {
        var due = owner is { } id ? _dueOfOwner[(id, kind)] : _due[kind];
        var behind = after is { } position ? due.After((position.DueAt, new DocumentId(kind, position.Id))) : due.Ascending();
        return KeysetPage.Of(Until(behind, dueAt, limit), limit, static document => new DuePosition(document.DueAt!.Value, document.Id.Id));
    }

    private static bool IsOwned(DocumentRecord document) => document.OwnerId is not null;

    private static DocumentId IdOf(DocumentRecord document) => document.Id;

    private static (DateTimeOffset At, DocumentId Id) DueOf(DocumentRecord document) => (document.DueAt!.Value, document.Id);

    private List<DocumentRecord> Take(SortedKeys<DocumentId>.Walk ids, int limit)
    {
        var found = new List<DocumentRecord>();
        while (found.Count < limit && ids.MoveNext())
        {
            found.Add(this[ids.Current]);
        }

        return found;
    }
}
