using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>The table against what the platform knows of Unicode, which is of the ICU library: the tests need one.</summary>
public sealed class SearchTableTests
{
    // Spacing accents stand for apostrophes, although they decompose to a blank with a mark; a sign beside a word is no part of it.
    private static readonly int[] OtherThanNormalized =
    [
        0xB4, 0x149, 0x13F, 0x140, 0x2B9, 0x384, 0x387, 0x1FBD, 0x1FBF, 0x1FCD, 0x1FCE, 0x1FCF, 0x1FDD, 0x1FDE, 0x1FDF, 0x1FEF, 0x1FFD, 0x1FFE, 0x309B, 0x309C, 0x2120, 0x2122, 0x1F16A, 0x1F16B, 0x1F16C,
    ];

    // An accent to readers, though its capital is a letter.
    private const char IotaBelow = '\u0345';

    [Fact]
    public void Platform_has_the_unicode_of_icu() => "\u00E9".Normalize(NormalizationForm.FormD).Length.ShouldBe(2, "these tests compare with ICU: install it, and run without DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");

    [Fact]
    public void Table_names_its_unicode_version() => SearchTable.Instance.UnicodeVersion.ShouldBe("15.0.0");

    [Theory]
    [InlineData(NormalizationForm.FormC)]
    [InlineData(NormalizationForm.FormD)]
    [InlineData(NormalizationForm.FormKC)]
    [InlineData(NormalizationForm.FormKD)]
    public void Of_every_character_is_as_its_normalized_form(NormalizationForm form) => Characters()
        .Where(text => !OtherThanNormalized.Contains(char.ConvertToUtf32(text, 0)))
        .Where(text => !AreSame($"x{text}y", $"x{text.Normalize(form)}y") || !AreSame(text, text.Normalize(form)))
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_character_is_as_in_the_other_case() => Characters()
        .Where(text => text[0] != IotaBelow)
        .Where(text => !AreSame(text, text.ToUpperInvariant()) || !AreSame(text, text.ToLowerInvariant()))
        .Select(Describe)
        .ShouldBeEmpty();

    // How many letters and decimal digits there are in that version.
    [Fact]
    public void Table_names_all_letters_and_digits() => Characters().Count(IsLetterOrDigit).ShouldBeGreaterThanOrEqualTo(136_104 + 680);

    [Fact]
    public void Of_every_letter_and_digit_is_a_word() => Characters()
        .Where(IsLetterOrDigit)
        .Where(text => SearchWords.Of(text).Count == 0 && SearchTable.Instance[char.ConvertToUtf32(text, 0)] is not (SearchTable.Joiner or SearchTable.Dropped))
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_character_gives_words_that_stay_the_same() => Characters()
        .Where(text => SearchWords.Of(text) is var words && words.Any(word => !SearchWords.Of(word).All(words.Contains)))
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_digit_is_its_value() => Characters()
        .Where(text => CharUnicodeInfo.GetUnicodeCategory(text, 0) == UnicodeCategory.DecimalDigitNumber)
        .Where(text => !SearchWords.Of(text).SequenceEqual([CharUnicodeInfo.GetDecimalDigitValue(text, 0).ToString(CultureInfo.InvariantCulture)]))
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_invisible_character_does_not_cut_a_word() => Characters()
        .Where(text => CharUnicodeInfo.GetUnicodeCategory(text, 0) == UnicodeCategory.Format && !AreSame($"x{text}y", "xy"))
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_mark_on_a_latin_letter_does_not_cut_a_word() => Characters()
        .Where(text => CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
        .Where(text => SearchWords.Of($"x{text}y").Count != 1)
        .Select(Describe)
        .ShouldBeEmpty();

    [Fact]
    public void Of_every_syllable_of_hangul_is_composed() => Enumerable.Range(0xAC00, 11_172)
        .Select(static code => char.ConvertFromUtf32(code))
        .Where(text => !SearchWords.Of(text.Normalize(NormalizationForm.FormD)).SequenceEqual([text]))
        .ShouldBeEmpty();

    private static bool IsLetterOrDigit(string text) => CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;

    private static bool AreSame(string left, string right) => SearchWords.Of(left).Order(StringComparer.Ordinal).SequenceEqual(SearchWords.Of(right).Order(StringComparer.Ordinal));

    // A newer platform knows letters, marks and digits that the table does not name yet.
    private static IEnumerable<string> Characters() => Enumerable.Range(0, 0x110000)
        .Where(static code => code is < 0xD800 or > 0xDFFF)
        .Select(char.ConvertFromUtf32)
        .Where(static text => CharUnicodeInfo.GetUnicodeCategory(text, 0) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
        .Where(static text => SearchTable.Instance[char.ConvertToUtf32(text, 0)] != SearchTable.Separator || CharUnicodeInfo.GetUnicodeCategory(text, 0) > UnicodeCategory.OtherNumber);


    private static string Describe(string text) => $"U+{char.ConvertToUtf32(text, 0):X4} '{text}': {string.Join(' ', SearchWords.Of(text))}";
}
