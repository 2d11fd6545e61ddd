export async function offerVoice() {}
