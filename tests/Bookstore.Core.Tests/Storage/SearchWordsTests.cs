using System.Text;
using Bookstore.Storage;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  \t", "")]
    [InlineData("The Pragmatic Programmer", "the pragmatic programmer")]
    [InlineData("the THE The", "the")]
    [InlineData("Les Mis\u00e9rables", "les miserables")]
    [InlineData("Les Mise\u0301rables", "les miserables")]
    [InlineData("Ender's O\u2019Reilly", "enders oreilly")]
    [InlineData("C# in-depth: 4th", "c in depth 4th")]
    [InlineData("\uff37ide \ufb01le", "wide file")]
    [InlineData("\u0130stanbul", "istanbul")]
    [InlineData("\u041c\u0430\u0441\u0442\u0435\u0440, \u041c\u0430\u0440\u0433\u0430\u0440\u0438\u0442\u0430", "\u043c\u0430\u0441\u0442\u0435\u0440 \u043c\u0430\u0440\u0433\u0430\u0440\u0438\u0442\u0430")]
    [InlineData("\u4e09\u4f53", "\u4e09\u4f53")]
    [InlineData("a\ud800b", "a b")]
    public void Of_Text_GivesItsWords(string? text, string words) => string.Join(' ', SearchWords.Of(text)).ShouldBe(words);

    [Fact]
    public void Of_IndicScript_KeepsWordsWhole() => SearchWords.Of("\u0939\u093f\u0928\u094d\u0926\u0940 \u0915\u093f\u0924\u093e\u092c").Count.ShouldBe(2);

    [Fact]
    public void Of_ManyWords_KeepsTheFirstHundred()
    {
        var words = SearchWords.Of(string.Join(' ', Enumerable.Range(1, 150)));

        words.Count.ShouldBe(SearchWords.MaxWords);
        words[^1].ShouldBe("100");
    }

    [Fact]
    public void Of_LongWord_IsCut() => SearchWords.Of(new string('a', 60)).ShouldBe([new string('a', 50)]);

    [Fact]
    public void Of_LongWordOfSurrogatePairs_IsCutBetweenCharacters()
    {
        var gothic = string.Concat(Enumerable.Repeat("\U00010330", 40));

        SearchWords.Of("a" + gothic).ShouldBe(["a" + gothic[..48]]);
        SearchWords.Of(gothic).ShouldBe([gothic[..50]]);
    }

    [Fact]
    public void Of_AnyText_GivesDifferentShortWellFormedWordsThatStayTheSame() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        var words = SearchWords.Of(text);
        return words.Count <= SearchWords.MaxWords
            && words.Distinct(StringComparer.Ordinal).Count() == words.Count
            && words.All(word => word.Length is > 0 and <= SearchWords.MaxWordLength
                && !word.EnumerateRunes().Contains(Rune.ReplacementChar)
                && SearchWords.Of(word).SequenceEqual([word]));
    }));
}
