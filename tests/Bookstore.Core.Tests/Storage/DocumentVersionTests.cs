using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Tests.Storage;

/// <summary>Bodies of documents that an older or a newer version of the library wrote, through a store and back. Every store keeps a body to the letter.</summary>
public sealed class DocumentVersionTests : IAsyncDisposable
{
    private readonly InMemoryStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_body_of_an_older_version_is_read_with_defaults()
    {
        var older = Records.Document(Records.Id(1), kind: NoteBody.Kind.Name) with { Body = "{\"text\":\"a\"}" };
        await SaveAsync(older);
        var read = NoteBody.Kind.Read((await _store.FindDocumentAsync(older.Id, default))!);
        (read.Text, read.Stars).ShouldBe(("a", 3));

        await SaveAsync(NoteBody.Kind.Write(older.Id.Id, read, older));
        (await _store.FindDocumentAsync(older.Id, default))!.Version.ShouldBe(NoteBody.Kind.Version);
    }

    [Fact]
    public async Task A_body_of_a_newer_version_keeps_its_version_and_the_members_that_are_not_known()
    {
        var newer = Records.Document(Records.Id(1), state: 4, dueAt: Records.Time, kind: NoteBody.Kind.Name, key: "k") with
        {
            Version = 9,
            Body = "{\"text\":\"a\",\"rate\":1.50,\"lines\":[{\"page\":1,\"mark\":\"x\"}],\"owner\":{\"ids\":[1,2]}}",
        };
        await SaveAsync(newer);
        var known = (await _store.FindDocumentAsync(newer.Id, default))!;
        await SaveAsync(NoteBody.Kind.Write(newer.Id.Id, NoteBody.Kind.Read(known) with { Text = "b" }, known));

        var written = (await _store.FindDocumentAsync(newer.Id, default))!;
        (written with { Body = newer.Body }).ShouldBe(newer);
        written.Body.ShouldBe("{\"text\":\"b\",\"stars\":3,\"lines\":[{\"page\":1,\"mark\":\"x\"}],\"rate\":1.50,\"owner\":{\"ids\":[1,2]}}");
    }

    private async Task SaveAsync(DocumentRecord document)
    {
        var keys = new RecordKeys();
        keys.Documents.Add(document.Id);
        await using var unit = await _store.OpenAsync(keys, default);
        unit.Records.Documents.Put(document.Id, document);
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }
}
