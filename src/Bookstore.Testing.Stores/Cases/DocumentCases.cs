using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Documents: every field and its limits, the lists and the unique key.</summary>
internal sealed class DocumentCases : StoreCases
{
    private static readonly Guid Owner = Records.Id(1_000);

    [Case]
    public async Task A_document_comes_back_with_every_field_and_its_exact_body()
    {
        var full = new DocumentRecord
        {
            Id = new DocumentId(new string('k', 50), Records.AwkwardIds[^1]),
            OwnerId = Owner,
            UniqueKey = Texts.Mixed(DocumentRecord.MaxUniqueKeyLength),
            State = int.MaxValue,
            DueAt = Records.Latest,
            Version = int.MaxValue,
            Body = " {\"b\" : 1.50, \"a\":\t\"é\\u00e9\uD83D\uDCD6\", \"b\": null,\n\"not known\": {\"list\": [1,2 ,3]}} ",
        };
        await SaveAsync(Records.Order(Owner));
        await ShouldComeBackAsync(full);
        await ShouldComeBackAsync(full with { UniqueKey = null, State = 0, DueAt = null, Version = 1, Body = "{}" });
        await ShouldComeBackAsync(full with { UniqueKey = string.Empty, DueAt = Records.Earliest });
        await ShouldComeBackAsync(Records.Document(Records.Id(1)));
    }

    [Case]
    public async Task Kinds_do_not_share_their_ids()
    {
        await SaveAsync(Records.Document(Records.Id(1), state: 1), Records.Document(Records.Id(1), state: 2, kind: "other"));
        (await Store.FindDocumentAsync(new DocumentId("note", Records.Id(1)), default))!.State.ShouldBe(1);
        (await Store.FindDocumentAsync(new DocumentId("other", Records.Id(1)), default))!.State.ShouldBe(2);
        (await Store.FindDocumentAsync(new DocumentId("Note", Records.Id(1)), default)).ShouldBeNull();
    }

    [Case]
    public async Task A_document_is_found_by_its_unique_key()
    {
        await SaveAsync(Records.Document(Records.Id(1), key: "a"), Records.Document(Records.Id(2), key: "A"), Records.Document(Records.Id(3), key: "a", kind: "other"), Records.Document(Records.Id(4)));
        (await ByKeyAsync("note", "a")).ShouldBe(Records.Id(1));
        (await ByKeyAsync("note", "A")).ShouldBe(Records.Id(2));
        (await ByKeyAsync("other", "a")).ShouldBe(Records.Id(3));
        (await ByKeyAsync("other", "A")).ShouldBeNull();
    }

    [Case]
    public async Task One_document_of_a_kind_at_a_time_has_a_unique_key()
    {
        await SaveAsync(Records.Document(Records.Id(1), key: "a"), Records.Document(Records.Id(2)));
        await Should.ThrowAsync<StoreConflictException>(() => SaveAsync(Records.Document(Records.Id(3), key: "a")));
        await Should.ThrowAsync<StoreConflictException>(() => SaveAsync(Records.Document(Records.Id(2), key: "a")));
        (await Store.FindDocumentAsync(new DocumentId("note", Records.Id(3)), default)).ShouldBeNull();

        await SaveAsync(Records.Document(Records.Id(1)));
        await SaveAsync(Records.Document(Records.Id(3), key: "a"));
        await CommitAsync(keys => keys.Documents.Add(new DocumentId("note", Records.Id(3))), set => set.Documents.Remove(new DocumentId("note", Records.Id(3))));
        await SaveAsync(Records.Document(Records.Id(2), key: "a"));
        (await ByKeyAsync("note", "a")).ShouldBe(Records.Id(2));
    }

    [Case]
    public async Task A_document_that_exists_cannot_be_inserted()
    {
        await SaveAsync(Records.Document(Records.Id(1), state: 1));
        await Should.ThrowAsync<StoreConflictException>(() => CommitAsync(_ => { }, set => set.InsertDocument(Records.Document(Records.Id(1), state: 2))));
        (await Store.FindDocumentAsync(new DocumentId("note", Records.Id(1)), default))!.State.ShouldBe(1);
    }

    [Case]
    public async Task Documents_are_listed_by_their_owner()
    {
        await SaveAsync(Records.Order(Owner), Records.Order(Records.Id(1_001)));
        await SaveAsync(
            Records.Document(Records.Id(3), Owner), Records.Document(Records.Id(1), Owner), Records.Document(Records.Id(2), Records.Id(1_001)),
            Records.Document(Records.Id(4), Owner, kind: "nota"), Records.Document(Records.Id(5), Owner, kind: "notes"), Records.Document(Records.Id(6)), Records.Document(Records.Id(7), Owner));
        (await OfAsync("note", null, 10)).ShouldBe(Ids(1, 3, 7));
        (await OfAsync("note", null, 2)).ShouldBe(Ids(1, 3));
        (await OfAsync("note", Records.Id(2), 10)).ShouldBe(Ids(3, 7));
        (await OfAsync("note", Records.Id(7), 10)).ShouldBeEmpty();
        (await OfAsync("notes", null, 10)).ShouldBe(Ids(5));
        (await OfAsync("not", null, 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task Documents_are_listed_by_kind_and_state_newest_first()
    {
        await SaveAsync([.. Records.AwkwardIds.Select(id => Records.Document(id, state: 7)), Records.Document(Records.Id(1), state: 6), Records.Document(Records.Id(2), state: 7, kind: "other")]);
        (await InStateAsync(7, null, 100)).ShouldBe(Records.AwkwardIds.Reverse());
        for (var i = 0; i < Records.AwkwardIds.Count; i++)
        {
            (await InStateAsync(7, Records.AwkwardIds[i], 3)).ShouldBe(Records.AwkwardIds.Take(i).Reverse().Take(3));
        }

        await SaveAsync(Records.Document(Records.AwkwardIds[0], state: 6));
        (await InStateAsync(7, null, 100)).Count.ShouldBe(Records.AwkwardIds.Count - 1);
        (await InStateAsync(6, null, 100)).Count.ShouldBe(2);
        (await InStateAsync(8, null, 100)).ShouldBeEmpty();
    }

    [Case]
    public async Task Documents_are_listed_by_kind_alone_newest_first()
    {
        await SaveAsync(
            Records.Document(Records.Id(3), state: 1), Records.Document(Records.Id(1), state: 2), Records.Document(Records.Id(2), state: 1),
            Records.Document(Records.Id(4), kind: "nota"), Records.Document(Records.Id(5), kind: "notes"));
        (await InStateAsync(null, null, 10)).ShouldBe(Ids(3, 2, 1));
        (await InStateAsync(null, null, 2)).ShouldBe(Ids(3, 2));
        (await InStateAsync(null, Records.Id(3), 10)).ShouldBe(Ids(2, 1));
        (await InStateAsync(null, Records.Id(1), 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_documents_of_a_kind_are_listed_longest_due_first()
    {
        await SaveAsync(
            Records.Document(Records.Id(1), dueAt: Records.Time.AddMinutes(2)), Records.Document(Records.Id(2), dueAt: Records.Time), Records.Document(Records.Id(3)),
            Records.Document(Records.Id(4), dueAt: Records.Time, kind: "other"), Records.Document(Records.Id(5), dueAt: Records.Time.AddMinutes(1)));
        (await DueAsync(Records.Time.AddMinutes(2), 10)).ShouldBe(Ids(2, 5, 1));
        (await DueAsync(Records.Time.AddMinutes(2), 2)).ShouldBe(Ids(2, 5));
        (await DueAsync(Records.Time.AddTicks(-1), 10)).ShouldBeEmpty();

        await SaveAsync(Records.Document(Records.Id(2)), Records.Document(Records.Id(3), dueAt: Records.Time));
        (await DueAsync(Records.Time, 10)).ShouldBe(Ids(3));
    }

    [Case]
    public async Task Due_documents_of_an_owner_are_not_hidden_by_those_of_another()
    {
        var other = Records.Id(1_001);
        await SaveAsync(Records.Order(Owner), Records.Order(other));
        await SaveAsync([.. Enumerable.Range(1, 20).Select(number => Records.Document(Records.Id(number), other, dueAt: Records.Time))]);
        await SaveAsync(
            Records.Document(Records.Id(31), Owner, dueAt: Records.Time.AddMinutes(2)), Records.Document(Records.Id(32), Owner, dueAt: Records.Time.AddMinutes(1)),
            Records.Document(Records.Id(33), Owner), Records.Document(Records.Id(34), Owner, dueAt: Records.Time, kind: "other"), Records.Document(Records.Id(35), dueAt: Records.Time.AddMinutes(1)));
        (await DueAsync(Records.Time.AddMinutes(2), 10, Owner)).ShouldBe(Ids(32, 31));
        (await DueAsync(Records.Time.AddMinutes(2), 1, Owner)).ShouldBe(Ids(32));
        (await DueAsync(Records.Time.AddMinutes(1), 10, Owner)).ShouldBe(Ids(32));
        (await DueAsync(Records.Time, 10, Owner)).ShouldBeEmpty();
        (await DueAsync(Records.Time, 10)).ShouldBe(Ids([.. Enumerable.Range(1, 10)]));
    }

    [Case]
    public async Task Due_documents_are_listed_page_by_page_behind_a_position()
    {
        await SaveAsync(Records.Order(Owner));
        await SaveAsync([
            .. Records.AwkwardIds.Select(id => Records.Document(id, Owner, dueAt: Records.Time)),
            Records.Document(Records.Id(1), Owner, dueAt: Records.Time.AddTicks(1)), Records.Document(Records.Id(2), dueAt: Records.Time.AddTicks(-1)),
            Records.Document(Records.Id(3), Owner, dueAt: Records.Time, kind: "other"), Records.Document(Records.Id(4), Owner)]);
        (await PagesAsync(Owner, 3)).ShouldBe([.. Records.AwkwardIds, Records.Id(1)]);
        (await PagesAsync(null, 1)).ShouldBe([Records.Id(2), .. Records.AwkwardIds, Records.Id(1)]);
        (await Store.ListDueDocumentsAsync("note", null, Records.Time, new DuePosition(Records.Time, Records.AwkwardIds[^1]), 10, default)).Items.ShouldBeEmpty();
    }

    [Case]
    public async Task A_unique_key_passes_to_another_document_in_one_commit()
    {
        var (first, second, third) = (Records.Document(Records.Id(1), key: "a"), Records.Document(Records.Id(2), key: "b"), Records.Document(Records.Id(3), key: "c"));
        await SaveAsync(first, second, third);
        await SaveAsync(first with { UniqueKey = "b" }, second with { UniqueKey = "a" });
        (await ByKeyAsync("note", "a"), await ByKeyAsync("note", "b")).ShouldBe((Records.Id(2), Records.Id(1)));

        await CommitAsync(keys => keys.Documents.Add(third.Id), set =>
        {
            set.InsertDocument(Records.Document(Records.Id(4), key: "c"));
            set.Documents.Remove(third.Id);
        });
        (await ByKeyAsync("note", "c")).ShouldBe(Records.Id(4));
    }

    [Case]
    public async Task A_body_is_kept_up_to_its_limit_and_refused_beyond_it()
    {
        var id = new DocumentId("note", Records.Id(1));
        var longest = Records.Document(id.Id) with { Body = $"\"{new string('é', DocumentRecord.MaxBodyLength - 2)}\"" };
        await ShouldComeBackAsync(longest);

        var fault = await Should.ThrowAsync<DocumentTooLargeException>(() => SaveAsync(Records.Level(Records.Isbn(1), 1), longest with { Body = longest.Body + " " }));
        (fault.Id, fault.Length).ShouldBe((id, DocumentRecord.MaxBodyLength + 1));
        await Should.ThrowAsync<DocumentTooLargeException>(() => SaveAsync(Records.Document(Records.Id(2)) with { Body = longest.Body + " " }));
        (await Store.FindDocumentAsync(id, default)).ShouldBe(longest);
        (await Store.AuditStockAsync(null, 10, default)).ShouldBeEmpty();
    }

    [Case]
    public async Task A_document_outside_its_limits_is_refused()
    {
        var valid = Records.Document(Records.Id(1));
        foreach (var kind in (string[])["", "Note", "no te", "note1", new string('k', 51)])
        {
            (await Should.ThrowAsync<ArgumentException>(() => SaveAsync(valid with { Id = new DocumentId(kind, Records.Id(1)) }))).Message.ShouldContain($"'{kind}'");
        }

        foreach (var wrong in (DocumentRecord[])
            [valid with { State = -1 }, valid with { Version = 0 }, valid with { UniqueKey = new string('k', DocumentRecord.MaxUniqueKeyLength + 1) }, valid with { UniqueKey = "a\0" }])
        {
            await Should.ThrowAsync<ArgumentException>(() => SaveAsync(wrong));
        }

        (await Store.ListDocumentsAsync("note", null, null, 10, default)).ShouldBeEmpty();
    }

    private static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(Records.Id);

    private async Task ShouldComeBackAsync(DocumentRecord document)
    {
        await SaveAsync(document);
        (await Store.FindDocumentAsync(document.Id, default)).ShouldBe(document);
        (await Store.ListDocumentsAsync(document.Id.Kind, document.State, null, 10, default)).ShouldContain(document);
        await using var unit = await OpenAsync(keys => keys.Documents.Add(document.Id));
        unit.Records.Documents.Find(document.Id).ShouldBe(document);
    }

    private async Task<IReadOnlyList<Guid>> PagesAsync(Guid? owner, int limit)
    {
        var listed = new List<Guid>();
        DuePosition? after = null;
        do
        {
            var page = await Store.ListDueDocumentsAsync("note", owner, Records.Latest, after, limit, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            listed.AddRange(page.Items.Select(document => document.Id.Id));
            after = page.Next;
        }
        while (after is not null);
        return listed;
    }

    private async Task<Guid?> ByKeyAsync(string kind, string key) => (await Store.FindDocumentByKeyAsync(kind, key, default))?.Id.Id;

    private async Task<IReadOnlyList<Guid>> OfAsync(string kind, Guid? after, int limit) =>
        [.. (await Store.ListDocumentsOfAsync(Owner, kind, after, limit, default)).Select(document => document.Id.Id)];

    private async Task<IReadOnlyList<Guid>> InStateAsync(int? state, Guid? after, int limit) =>
        [.. (await Store.ListDocumentsAsync("note", state, after, limit, default)).Select(document => document.Id.Id)];

    private async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset dueAt, int limit, Guid? owner = null) =>
        [.. (await Store.ListDueDocumentsAsync("note", owner, dueAt, null, limit, default)).Items.Select(document => document.Id.Id)];
}
