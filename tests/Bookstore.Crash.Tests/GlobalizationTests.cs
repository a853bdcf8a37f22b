using Shouldly;
using Xunit;

namespace Bookstore.Crash;

/// <summary>A host in globalization-invariant mode, as .NET's small container images are, beside one that has ICU, on one file.</summary>
public sealed class GlobalizationTests : IDisposable
{
    private const string Cafe = "9780143127550";
    private const string Homer = "9780140449136";
    private const string Dream = "9780262033848";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Hosts_of_both_modes_save_and_find_the_same_books()
    {
        var files = _folder.Shop("shop");
        CatalogueDesk.HasIcu.ShouldBeTrue("this process stands for the host that has ICU");
        await using var shop = new Shop(files);
        var here = new CatalogueDesk(shop);
        await using var there = ShopProcess.Start("catalogue", files);
        await there.ExpectAsync("invariant");

        (await here.DoAsync($"save {Cafe}|Caf\u00E9 Ol\u00E9|L\u00E9a O\u2019Hara")).ShouldBe("ADDED");
        (await ThereAsync($@"save {Homer}|\u039F\u03B4\u03C5\u03C3\u03C3\u03B5\u03CD\u03C2 der Stra\u00DFe|Homer")).ShouldBe("ADDED");
        (await ThereAsync($@"save {Dream}|\u7D05\u6A13\u5922 \uD55C\uAD6D \u0939\u093F\u0928\u094D\u0926\u0940|Cao")).ShouldBe("ADDED");
        await FindAsync(@"cafe ole", Cafe);
        await FindAsync(@"CAFE\u0301 ohara", Cafe);
        await FindAsync(@"\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3 STRASSE", Homer);
        await FindAsync(@"\u6A13\u5922 \u1112\u1161\u11AB\u1100\u116E\u11A8", Dream);
        await FindAsync(@"\u0939\u093F\u0928\u094D\u0926\u0940", Dream);
        await FindAsync(@"\u0939\u0928\u0926", string.Empty);

        // Each renames what the other saved, and no word of the old title stays.
        (await ThereAsync($@"save {Cafe}|Cafe Th\u00E9|Zo\u00EB")).ShouldBe("REPLACED");
        (await here.DoAsync($"save {Homer}|Die Odyssee|Homer")).ShouldBe("REPLACED");
        await FindAsync("ole", string.Empty);
        await FindAsync("the zoe", Cafe);
        await FindAsync(@"\u03BF\u03B4\u03C5\u03C3\u03C3\u03B5\u03C5\u03C3", string.Empty);
        await FindAsync("odyssee", Homer);

        async Task FindAsync(string query, string books)
        {
            (await here.DoAsync("find " + query)).ShouldBe(books, query);
            (await ThereAsync("find " + query)).ShouldBe(books, query);
        }

        async Task<string?> ThereAsync(string line)
        {
            await there.WriteLineAsync(line);
            return await there.ReadLineAsync();
        }
    }

    public void Dispose() => _folder.Dispose();
}
