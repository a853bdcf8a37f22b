using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class SearchWordsTests
{
    private static readonly string[] Pieces =
    [
        "a", "B", " ", "\u00E9", "e\u0301", "\u00DF", "'", "\u2019", "\u4E09", "\u4F53", "\u304C", "\u304B\u3099", "\u0439", "\u0438\u0306", "\uD55C", "\u1112\u1161\u11AB", "\u0E19\u0E49\u0E33",
        "\u0915\u093F", "\u0958", "\u05E9\u05C1", "\"", "\u200D", "\u00AD", "\uD835\uDD18", "\uD800", "\uFB01", "\u0661", "\u0663", "\uFDFA", "-", "\u0301", "\u3099", "\u0E38\u0E48", "\u0E48\u0E38",
    ];

    [Theory]
    [InlineData(null, "")]
    [InlineData("  \t", "")]
    [InlineData("The Pragmatic Programmer", "the pragmatic programmer")]
    [InlineData("the THE The", "the")]
    [InlineData("Les Mis\u00e9rables", "les miserables")]
    [InlineData("Les Mise\u0301rables", "les miserables")]
    [InlineData("C# in-depth: 4th", "c in depth 4th")]
    [InlineData("\uff37ide \ufb01le", "wide file")]
    [InlineData("a\ud800b", "a b")]
    [InlineData("\udc00\ud800", "")]
    [InlineData("Ender's O\u2019Reilly", "ender s enders o reilly oreilly")]
    [InlineData("'tis dogs' 'quoted'", "tis dogs quoted")]
    [InlineData("rock'n'roll", "rock n roll rocknroll")]
    [InlineData("\u4e09\u4f53", "\u4e09 \u4f53 \u4e09\u4f53")]
    [InlineData("T\u30b7\u30e3\u30c4", "t \u30b7 \u30e3 \u30b7\u30e3 \u30c4 \u30e3\u30c4")]
    public void Of_text_gives_its_words(string? text, string words) => string.Join(' ', SearchWords.Of(text)).ShouldBe(words);

    [Theory]
    [InlineData("Ender's O\u2019Reilly", "enders oreilly")]
    [InlineData("\u4e09", "\u4e09")]
    [InlineData("\u7d05\u6a13\u5922", "\u7d05\u6a13 \u6a13\u5922")]
    [InlineData("\u4e09 \u4f53", "\u4e09 \u4f53")]
    public void Sought_query_gives_the_fewest_words(string query, string words) => string.Join(' ', SearchWords.Sought(query)).ShouldBe(words);

    // Each is found by the other.
    [Theory]
    [InlineData("STRASSE", "Stra\u00DFe")]
    [InlineData("\u1E9E", "ss")]
    [InlineData("\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3", "\u039F\u03B4\u03C5\u03C3\u03C3\u03B5\u03CD\u03C2")]
    [InlineData("\u03C3\u03BF\u03C6\u03CC\u03C3", "\u03C3\u03BF\u03C6\u03CC\u03C2")]
    [InlineData("\u1FA0\u03B4\u03AE", "\u03C9\u03B4\u03B7")]
    [InlineData("\u0390", "\u03B9")]
    [InlineData("\u13E3\u13B3\u13A9", "\uABB3\uAB83\uAB79")]
    [InlineData("\u1C90\u1C91", "\u10D0\u10D1")]
    [InlineData("\u0587", "\u0535\u0552")]
    [InlineData("\uD801\uDC00", "\uD801\uDC28")]
    [InlineData("\u0130STANBUL \u0131s\u0131", "istanbul ISI")]
    [InlineData("\u0141\u00F3d\u017A", "lodz")]
    [InlineData("S\u00F8ren \u00D8rsted", "soren orsted")]
    [InlineData("\u0110or\u0111e \u00F0 \u00DE\u00F3r", "dorde d thor")]
    [InlineData("\u00C6sop \u0153uvre", "aesop oeuvre")]
    [InlineData("\u0126al \u014B\u014A \u0167 \u0138 \u0192", "hal nn t q f")]
    [InlineData("Nguy\u1EC5n \u0130\u0307 \u01A1\u01B0", "nguyen i ou")]
    [InlineData("\u0259zerbaycan", "ezerbaycan")]
    [InlineData("\uFB01n \u0133s \u01C6 \uFB03 \u0149", "fin ijs dz ffi n")]
    [InlineData("\uFF37\uFF29\uFF24\uFF25 \uFF76\uFF9E", "wide \u30AC")]
    [InlineData("\uD835\uDD18\uD835\uDD2B\uD835\uDD26", "uni")]
    [InlineData("\u2168 x\u00B2 \u2460 \u2776", "ix X2 1 1")]
    [InlineData("soft\u00ADhy\u200Bphen \u200Cz\u200Dw \uFEFFb\u2060w \u202Ertl\u202C v\uFE0Fs \uDB40\uDC41t", "softhyphen zw bw rtl vs t")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u064A\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("O'Brien O\u2019Brien O\u02BCBrien O\uFF07Brien O\u2018Brien O`Brien O\u00B4Brien O\u2032Brien O\u02B9Brien", "OBrien")]
    [InlineData("Hawai\u02BBi Qur\u02BE\u0101n \u043C'\u044F\u0442\u0430", "hawaii quran \u043C\u044F\u0442\u0430")]
    [InlineData("paral\u00B7lel para\u0140lel", "parallel PARA\u013FLEL")]
    [InlineData("\uD55C\uAD6D\uC5B4", "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165")]
    [InlineData("\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD", "\u05E9\u05DC\u05D5\u05DD")]
    [InlineData("\u05E6\u05D4\u05F4\u05DC \u05E6\u05D4\"\u05DC", "\u05E6\u05D4\u05DC")]
    [InlineData("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F \u0623\u062D\u0645\u062F \u0643\u0640\u062A\u0627\u0628", "\u0645\u062D\u0645\u062F \u0627\u062D\u0645\u062F \u0643\u062A\u0627\u0628")]
    [InlineData("\u0662\u0660\u0662\u0664 \u096A \u0E52 \uD835\uDFD9", "2024 4 2 1")]
    [InlineData("\u0958\u0932\u092E", "\u0915\u0932\u092E")]
    [InlineData("\u304C\u304E", "\u304B\u3099\u304D\u3099")]
    [InlineData("\u30CF\u30EA\u30FC\u30FB\u30DD\u30C3\u30BF\u30FC", "\u30CF\u30EA\u30FC\u30DD\u30C3\u30BF\u30FC")]
    [InlineData("\u0401\u043B\u043A\u0430 \u0430\u0301", "\u0435\u043B\u043A\u0430 \u0430")]
    [InlineData("\u0438\u0306\u043E\u0434", "\u0419\u041E\u0414")]
    [InlineData("\uF900 \uD87E\uDC00", "\u8C48 \u4E3D")]
    [InlineData("E\u0331\u0301 E\u0301\u0331", "e")]
    [InlineData("Foo\u2122", "foo")]
    public void Sought_other_spelling_is_found(string text, string query)
    {
        Finds(text, query).ShouldBeTrue();
        Finds(query, text).ShouldBeTrue();
    }

    // A part of a word that is joined or unspaced is found too.
    [Theory]
    [InlineData("L'\u00C9tranger", "etranger")]
    [InlineData("O'Brien", "o brien")]
    [InlineData("\u7D05\u6A13\u5922", "\u6A13")]
    [InlineData("\u30CE\u30EB\u30A6\u30A7\u30A4\u306E\u68EE", "\u30A6\u30A7\u30A4")]
    [InlineData("\u30CE\u30EB\u30A6\u30A7\u30A4\u306E\u68EE", "\u306E\u68EE")]
    [InlineData("\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\u0E07\u0E48\u0E32\u0E22", "\u0E44\u0E17\u0E22")]
    [InlineData("\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\u0E07\u0E48\u0E32\u0E22", "\u0E07\u0E48\u0E32\u0E22")]
    public void Sought_part_is_found(string text, string query) => Finds(text, query).ShouldBeTrue();

    // What changes the letter makes a difference.
    [Theory]
    [InlineData("\u304C", "\u304B")]
    [InlineData("\u306F", "\u3071")]
    [InlineData("\u0915\u093F", "\u0915\u0941")]
    [InlineData("\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u0928\u0926")]
    [InlineData("\u0E19\u0E49\u0E33", "\u0E19\u0E33")]
    [InlineData("\u0E01\u0E34", "\u0E01\u0E38")]
    [InlineData("\u043C\u043E\u0439", "\u043C\u043E\u0438")]
    [InlineData("\u0457", "\u0456")]
    [InlineData("\uD55C", "\uD558")]
    [InlineData("\u4E09\u4F53", "\u4F53\u4E09")]
    [InlineData("\u7D05\u6A13\u5922", "\u7D05\u5922")]
    [InlineData("darkness", "dark")]
    [InlineData("\u0391", "A")]
    public void Sought_other_letter_is_not_found(string text, string query)
    {
        Finds(text, query).ShouldBeFalse();
        Finds(query, text).ShouldBeFalse();
    }

    [Fact]
    public void Of_many_words_keeps_the_first_thousand()
    {
        var words = SearchWords.Of(string.Join(' ', Enumerable.Range(1, 1_500)));

        words.Count.ShouldBe(SearchWords.MaxWords);
        words[^1].ShouldBe("1000");
    }

    [Fact]
    public void Sought_many_words_asks_for_the_first_hundred()
    {
        var words = SearchWords.Sought(string.Join(' ', Enumerable.Range(1, 150)));

        words.Count.ShouldBe(SearchWords.MaxSoughtWords);
        words[^1].ShouldBe("100");
    }

    [Fact]
    public void Of_long_word_is_cut() => SearchWords.Of(new string('a', 60)).ShouldBe([new string('a', 50)]);

    [Fact]
    public void Of_long_title_without_spaces_is_found_by_its_end()
    {
        var title = string.Concat(Enumerable.Range(0x4E00, Book.MaxTextLength).Select(static code => (char)code));

        Finds(title, title[^3..]).ShouldBeTrue();
        Finds(title, title[..100]).ShouldBeTrue();
    }

    [Fact]
    public void Of_long_joined_word_is_found_by_its_last_part() => Finds(string.Join('\'', Enumerable.Range(100, 120)), "219").ShouldBeTrue();

    [Fact]
    public void Of_long_word_of_surrogate_pairs_is_cut_between_characters()
    {
        var gothic = string.Concat(Enumerable.Repeat("\U00010330", 40));

        SearchWords.Of("a" + gothic).ShouldBe(["a" + gothic[..48]]);
        SearchWords.Of(gothic).ShouldBe([gothic[..50]]);
    }

    [Fact]
    public void Of_book_gives_the_words_of_title_and_author()
    {
        var words = SearchWords.Of(Records.Book(Records.Isbn(1), "The Left Hand", "Le Guin, The"));

        words.All.ShouldBe(["le", "guin", "the", "left", "hand"]);
        words.OfAuthor.ShouldBe(["le", "guin", "the"]);
    }

    [Fact]
    public void Of_any_text_gives_different_short_well_formed_words() => Check.QuickThrowOnFailure(Prop.ForAll(AnyText(), text =>
    {
        var words = SearchWords.Of(text);
        return words.Count <= SearchWords.MaxWords
            && words.Distinct(StringComparer.Ordinal).Count() == words.Count
            && words.All(word => word.Length is > 0 and <= SearchWords.MaxWordLength && !word.Contains('\0') && !word.EnumerateRunes().Contains(Rune.ReplacementChar));
    }));

    [Fact]
    public void Sought_any_text_is_found_by_itself() => Check.QuickThrowOnFailure(Prop.ForAll(AnyText(), text => Finds(text, text)));

    [Fact]
    public void Of_any_text_is_the_same_for_equivalent_texts() => Check.QuickThrowOnFailure(Prop.ForAll(AnyText(), text =>
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var words = SearchWords.Of(wellFormed);
        return words.SequenceEqual(SearchWords.Of(wellFormed.Normalize(NormalizationForm.FormC)))
            && words.SequenceEqual(SearchWords.Of(wellFormed.Normalize(NormalizationForm.FormD)));
    }));

    private static Arbitrary<string> AnyText()
    {
        var pieces = Gen.Elements(Pieces).ListOf().Select(static list => string.Concat(list));
        var texts = ArbMap.Default.GeneratorFor<string?>().Select(static text => text ?? string.Empty);
        return Gen.OneOf(pieces, texts).ToArbitrary();
    }

    private static bool Finds(string text, string query)
    {
        var words = SearchWords.Of(text);
        return SearchWords.Sought(query).All(words.Contains) && (SearchWords.Sought(query).Count > 0 || words.Count == 0);
    }
}
