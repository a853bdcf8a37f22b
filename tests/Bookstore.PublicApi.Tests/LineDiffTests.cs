using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

public sealed class LineDiffTests
{
    private const string Before = "namespace N\n{\n    public class C\n    {\n        public void A();\n        public void B();\n    }\n}\n";

    [Fact]
    public void Between_same_texts_is_empty() => LineDiff.Between(Before, Before).ShouldBeEmpty();

    [Fact]
    public void Between_changed_member_shows_both_under_their_type() =>
        LineDiff.Between(Before, Before.Replace("void B()", "int B()", StringComparison.Ordinal))
            .ShouldBe("+ [public class C] public int B();\n- [public class C] public void B();\n");

    [Fact]
    public void Between_nothing_before_shows_every_line() => LineDiff.Between(string.Empty, "namespace N\n").ShouldBe("+ namespace N\n");
}
