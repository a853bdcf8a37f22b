using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

public sealed class StoreTypeTests
{
    private static readonly string[] Stores = ["Bookstore.Core", "Bookstore.Sqlite", "Bookstore.PostgreSql"];

    private static readonly string[] LinkedIntoEach =
        ["Bookstore.Diagnostics.EventIds", "Bookstore.Diagnostics.FaultlessLogger", "Bookstore.Diagnostics.FaultlessLogger`1", "Bookstore.Diagnostics.FaultlessLoggers", "Bookstore.Diagnostics.InstrumentationVersion"];

    [Fact]
    public void No_two_stores_declare_a_type_of_the_same_full_name()
    {
        var shared = Stores.SelectMany(LibraryTypes.Read)
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .Except(LinkedIntoEach, StringComparer.Ordinal);

        shared.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Bookstore.Core")]
    [InlineData("Bookstore.Sqlite")]
    [InlineData("Bookstore.PostgreSql")]
    public void A_store_says_at_its_start_which_kinds_have_no_table(string package) =>
        LibraryTypes.CallsOf(package, "Bookstore.Storage.RecordKinds", nameof(RecordKinds.RequireTables)).ShouldNotBeEmpty();
}
