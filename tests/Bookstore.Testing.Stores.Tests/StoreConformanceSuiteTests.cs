using System.Reflection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing.Stores;

/// <summary>The suite has every case that is written, and finds every store that breaks a sentence.</summary>
public sealed class StoreConformanceSuiteTests
{
    [Fact]
    public void Cases_have_different_names() =>
        StoreConformance.Cases.Select(found => found.Name).ShouldBeUnique();

    [Fact]
    public void Every_public_method_of_a_class_of_cases_is_a_case()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = typeof(StoreCases).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StoreCases))).SelectMany(type => type.GetMethods(Declared)).ToList();

        methods.Count.ShouldBeGreaterThan(150);
        methods.Where(method => !method.IsDefined(typeof(CaseAttribute)) || method.ReturnType != typeof(Task)).ShouldBeEmpty();
    }

    [Fact]
    public void CasesFor_a_store_that_has_everything_are_all_cases() =>
        StoreConformance.CasesFor(new Everything()).ShouldBe(StoreConformance.Cases);

    [Fact]
    public void CasesFor_a_store_without_search_words_leave_out_those_about_other_versions()
    {
        var left = StoreConformance.Cases.Except(StoreConformance.CasesFor(new SoundStoreUnderTest())).Select(found => found.Name).ToList();

        left.ShouldContain("SearchIndex: The oldest words come first");
        left.ShouldContain("Clock: After a restart time continues from the last commit whatever the clock shows");
        left.ShouldAllBe(name => name.StartsWith("SearchIndex: ") || name.StartsWith("Clock: "));
    }

    [Theory]
    [InlineData(Flaw.LosesCommits, "Unit: A committed unit is there as a whole")]
    [InlineData(Flaw.ForgetsCommitTokens, "Outcome: A committed unit is found by its token")]
    [InlineData(Flaw.ForgetsReservations, "Kind: A record of every kind is staged alone and kept")]
    [InlineData(Flaw.ListsNoMovements, "Movement: Movements are listed newest first and by book")]
    [InlineData(Flaw.IgnoresLimits, "Audit: Stock is paged by ascending ISBN (limit: 3)")]
    [InlineData(Flaw.UsesClockOfHost, "Clock: Time advances by the hosts elapsed time whatever its clock shows")]
    [InlineData(Flaw.IgnoresCancellation, "Outcome: Asking for an outcome can be cancelled")]
    [InlineData(Flaw.ClaimsAnotherType, "Unit: A store has a name and a number of useful units")]
    public async Task A_store_that_breaks_a_sentence_is_found(Flaw flaw, string sentence)
    {
        await StoreConformance.RunAsync(sentence, () => new SoundStoreUnderTest());

        var found = await Should.ThrowAsync<ConformanceException>(() => StoreConformance.RunAsync(sentence, () => new FlawedStore.UnderTest(flaw)));

        found.Message.ShouldStartWith(sentence);
    }

    [Fact]
    public async Task Words_that_a_store_claims_to_keep_and_cannot_write_are_named()
    {
        var found = await Should.ThrowAsync<ConformanceException>(() =>
            StoreConformance.RunAsync("SearchIndex: The oldest words come first", () => new FlawedStore.UnderTest(Flaw.LosesCommits)));

        found.Message.ShouldContain(nameof(StoreUnderTest.KeepsSearchWords));
    }

    [Fact]
    public async Task A_case_that_does_not_exist_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(() => StoreConformance.RunAsync("Unit: none", () => new SoundStoreUnderTest()))).Message.ShouldContain("Unit: none");

    private sealed class Everything : StoreUnderTest
    {
        public override Type StoreType => throw new NotSupportedException();

        public override ValueTask<Bookstore.Storage.IBookstoreStore> CreateAsync() => throw new NotSupportedException();

        public override ValueTask<Bookstore.Storage.IBookstoreStore> OpenAgainAsync() => throw new NotSupportedException();
    }
}
