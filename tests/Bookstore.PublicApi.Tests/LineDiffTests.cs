using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

public sealed class LineDiffTests
{
    private const string Before = "namespace N\n{\n    public class C\n    {\n        public void A();\n        public void B();\n    }\n}\n";

    [Fact]
    public void Between_SameTexts_IsEmpty() => LineDiff.Between(Before, Before).ShouldBeEmpty();

    [Fact]
    public void Between_ChangedMember_ShowsBothUnderTheirType() =>
        LineDiff.Between(Before, Before.Replace("void B()", "int B()", StringComparison.Ordinal))
            .ShouldBe("+ [public class C] public int B();\n- [public class C] public void B();\n");

    [Fact]
    public void Between_NothingBefore_ShowsEveryLine() => LineDiff.Between(string.Empty, "namespace N\n").ShouldBe("+ namespace N\n");
}
