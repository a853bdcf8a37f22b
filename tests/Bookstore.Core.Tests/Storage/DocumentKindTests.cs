using System.Text.Json;
using Bookstore.Tests.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>Names of kinds, and bodies of older and of newer versions, on the one real kind.</summary>
public sealed class DocumentKindTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    private static DocumentKind<AuditRunBody> Kind => AuditRuns.Documents;

    [Fact]
    public void Read_what_was_written_is_the_same()
    {
        var body = new AuditRunBody { Kind = AuditKind.Reconciliation, Steps = 2, Position = "1:x", Checked = 10, Findings = [new AuditFindingBody { Code = "code", Id = "id", Detail = "detail" }] };

        var document = Kind.Write(Id, body, null);
        var read = Kind.Read(document);

        (document.Id, document.Version).ShouldBe((new DocumentId("audit-run", Id), 1));
        (read.Kind, read.Steps, read.Position, read.Checked, read.IsComplete).ShouldBe((AuditKind.Reconciliation, 2, "1:x", 10, false));
        read.Findings.ShouldBe(body.Findings);
    }

    [Fact]
    public void Read_body_of_an_older_version_gets_defaults()
    {
        var read = Kind.Read(new DocumentRecord { Id = Kind.IdOf(Id), Version = 1, Body = """{"checked": 7}""" });

        (read.Checked, read.Kind, read.Position, read.IsComplete).ShouldBe((7, AuditKind.Verification, null, false));
        read.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Write_body_of_a_newer_version_keeps_what_is_not_known()
    {
        var newer = new DocumentRecord { Id = Kind.IdOf(Id), Version = 9, State = 4, UniqueKey = "k", Body = """{"checked": 7, "findings": [{"code": "c", "severity": 2}], "owner": {"name": "Zoë", "ids": [1, 2]}, "rate": 1.50}""" };

        var written = Kind.Write(Id, Kind.Read(newer) with { Checked = 8 }, newer);

        (written.Version, written.State, written.UniqueKey).ShouldBe((9, 4, "k"));
        var body = JsonDocument.Parse(written.Body).RootElement;
        body.GetProperty("checked").GetInt64().ShouldBe(8);
        body.GetProperty("findings")[0].GetProperty("severity").GetInt32().ShouldBe(2);
        body.GetProperty("owner").GetProperty("name").GetString().ShouldBe("Zoë");
        body.GetProperty("owner").GetProperty("ids").GetArrayLength().ShouldBe(2);
        body.GetProperty("rate").GetRawText().ShouldBe("1.50");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"checked": "x"}""")]
    public void Read_no_body_of_the_kind_says_which_document(string body) =>
        Should.Throw<BookstoreStoreException>(() => Kind.Read(new DocumentRecord { Id = Kind.IdOf(Id), Version = 1, Body = body })).RecordId.ShouldBe(Id.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Audit-run")]
    [InlineData("audit run")]
    [InlineData("a23456789a123456789a123456789a123456789a123456789a1")]
    public void Declare_name_that_is_none_is_named(string name) =>
        Should.Throw<ArgumentException>(() => new DocumentKind<AuditRunBody>(name, 1, static () => AuditJsonContext.Default.AuditRunBody)).Message.ShouldContain($"'{name}'");

    [Fact]
    public void A_kind_makes_its_type_information_with_its_first_body()
    {
        var made = 0;
        var kind = new DocumentKind<NoteBody>("note", 1, () =>
        {
            made++;
            return NoteJsonContext.Default.NoteBody;
        });

        made.ShouldBe(0);
        kind.Write(Guid.CreateVersion7(), new NoteBody(), null);
        made.ShouldBe(1);
    }

    [Fact]
    public void Declare_version_zero_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new DocumentKind<AuditRunBody>("audit-run", 0, static () => AuditJsonContext.Default.AuditRunBody));
}
