using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads what a person did about a call that the server could not finish.</summary>
internal sealed class MarkWorkDoneParser : IBodyParser<ResolveWorkInput>
{
    private static readonly MemberNames Members = new("attention", "reference");

    public static string InvalidCode => ProblemCodes.InvalidResolution;

    public static ResolveWorkInput Read(ref BodyReader body) => ResolveWorkInput.Read(ref body, Members);
}

/// <summary>Reads why a person ends a call that the server could not finish.</summary>
internal sealed class GiveUpWorkParser : IBodyParser<ResolveWorkInput>
{
    private static readonly MemberNames Members = new("attention", "reason");

    public static string InvalidCode => ProblemCodes.InvalidResolution;

    public static ResolveWorkInput Read(ref BodyReader body) => ResolveWorkInput.Read(ref body, Members);
}

/// <summary>What the body of a resolution says.</summary>
internal sealed class ResolveWorkInput
{
    private const int MaxAttentionLength = 50;

    public string Attention { get; set; } = string.Empty;

    public string? Note { get; set; }

    public static ResolveWorkInput Read(ref BodyReader body, MemberNames members)
    {
        var input = new ResolveWorkInput();
        var seen = 0;
        while (body.NextMember(members, ref seen, out var member))
        {
            if (member == 0)
            {
                input.Attention = body.Text(1, MaxAttentionLength) ?? string.Empty;
            }
            else
            {
                input.Note = body.OptionalText(1, PaymentResolution.MaxNoteLength);
            }
        }

        body.Require(members, seen, 0);
        return input;
    }
}
