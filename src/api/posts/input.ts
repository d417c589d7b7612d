import { patchOf } from '#posts/schema/patch';
import { PostPatch, PostView } from '#posts/schema/post';

const readOnly = Object.keys(PostView.shape).filter((key) => !(key in PostPatch.shape));
/** What GET gives, and what an act answers besides, is accepted; only words and times change anything. */
export const PostPatchBody = patchOf(PostPatch.shape, [...readOnly, 'notes']).meta({ id: 'PostPatch' });
