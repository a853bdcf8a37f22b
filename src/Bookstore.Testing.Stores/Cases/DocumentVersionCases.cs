using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Bodies of documents that an older or a newer version of the library wrote, through the store and back: a stored run of an audit, which a shop of this version continues.</summary>
internal sealed class DocumentVersionCases : StoreCases
{
    private static readonly DocumentId Run = new("audit-run", Records.Id(1));

    [Case]
    public async Task A_body_of_an_older_version_is_read_with_the_defaults_of_the_members_that_it_lacks()
    {
        await SaveAsync(Records.Book(Records.Isbn(1)), Records.Level(Records.Isbn(1), 0), new DocumentRecord { Id = Run, State = 1, Version = 1, Body = "{\"checked\":7}" });
        await using var shop = OpenShop();
        var audit = shop.GetRequiredService<IBookstoreAudit>();
        var found = (await audit.FindRunAsync(Run.Id))!;
        (found.Kind, found.Checked, found.Findings.Count, found.IsComplete).ShouldBe((AuditKind.Verification, 7, 0, false));

        var ended = await audit.RunAsync(Run.Id);

        var checkedNow = (await audit.VerifyAsync()).Checked;
        (ended.Checked, ended.IsComplete).ShouldBe((7 + checkedNow, true));
        (await audit.FindRunAsync(Run.Id))!.Checked.ShouldBe(7 + checkedNow);
    }

    [Case]
    public async Task A_body_of_a_newer_version_keeps_its_version_and_the_members_that_are_not_known()
    {
        await SaveAsync(new DocumentRecord
        {
            Id = Run,
            State = 1,
            UniqueKey = "k",
            Version = 9,
            Body = "{\"steps\":3,\"rate\":1.50,\"findings\":[{\"code\":\"a\",\"id\":\"b\",\"detail\":\"c\",\"severity\":\"high\"}],\"plan\":{\"ids\":[1,2]}}",
        });
        await using var shop = OpenShop();

        var ended = await shop.GetRequiredService<IBookstoreAudit>().RunAsync(Run.Id);

        ended.IsComplete.ShouldBeTrue();
        ended.Findings.ShouldBe([new AuditFinding("a", "b", "c")]);
        var written = (await Store.FindDocumentAsync(Run, default))!;
        (written.Version, written.UniqueKey).ShouldBe((9, "k"));
        foreach (var kept in (string[])["\"rate\":1.50", "\"severity\":\"high\"", "\"plan\":{\"ids\":[1,2]}", "\"steps\":4"])
        {
            written.Body.ShouldContain(kept);
        }
    }

    private ServiceProvider OpenShop()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseStore(_ => new BorrowedStore(Store));
        return services.BuildServiceProvider();
    }
}
