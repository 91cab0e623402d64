namespace FlashFlow.WebFront.Documentation;

/// <summary>What a call answers when all is well, where another call answers the same type in another way.</summary>
internal sealed record AnswerExample(object Value);

/// <summary>Says of calls what they answer.</summary>
internal static class AnswerExampleExtensions
{
    /// <summary>The OpenAPI document shows this as the call's answer.</summary>
    public static TCall ShowsExample<TCall>(this TCall call, object example)
        where TCall : IEndpointConventionBuilder => call.WithMetadata(new AnswerExample(example));
}
